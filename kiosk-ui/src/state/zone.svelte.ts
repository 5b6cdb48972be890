/** The site's time zone, an IANA name; undefined until it is known: then the browser's own. */
class Zone {
  name = $state<string | undefined>(undefined);
}
export const zone = new Zone();
