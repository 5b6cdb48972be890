/** Documents of this kind set conditions; no office prints them. */
export const CONTROL = 'text/plain';
export const FORMATS = ['application/pdf', 'image/pwg-raster', 'image/jpeg', CONTROL];

/** Its message bus: the printer insists on one for announcing itself, and needs nobody on it. */
export const BUS = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>
`;
/**
 * Runs for every job. A held job waits here, as in a slow printer; conditions written to the file `state` are told to
 * the server whenever a job runs.
 */
export const COMMAND = `#!/bin/sh
cd "$(dirname "$0")" || exit 1
tell() { if mv state telling 2>/dev/null; then sed 's/^/STATE: /' telling >&2; rm telling; fi; }
tell
while [ -e hold ] && [ "$CONTENT_TYPE" != ${CONTROL} ]; do sleep 0.05; tell; done
exit 0
`;
