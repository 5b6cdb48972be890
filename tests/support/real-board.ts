import { systemClock } from '#controller/adapters/system-clock.ts';
import { deviceConfig } from '#controller/config-devices.ts';
import { createBus } from '#drivers/exchange.ts';
import { openLink } from '#drivers/links/open-link.ts';
import { busDriverOf, type BusConfig } from '#drivers/registry.ts';

const ours = ['address', 'channels', 'feedback', 'echo', 'pulseMs'] as const;
const valueOf = (text: string): unknown =>
  /^\d+$/.test(text) ? Number(text) : text === 'true' ? true : text;

/**
 * The device that an environment variable names, as `kind@link`, its options among the link's:
 * `lock-board/wkly@serial:/dev/ttyUSB0?address=1&feedback=closed_when_set`. Null when there is none.
 */
export const namedDevice = (text: string | undefined): BusConfig | null => {
  if (text === undefined || text === '') return null;
  const [kind = '', ...rest] = text.split('@');
  const [path = '', query = ''] = rest.join('@').split('?');
  const options = new URLSearchParams(query);
  const given: Record<string, unknown> = kind.startsWith('lock-board/')
    ? { feedback: 'closed_when_set' }
    : {};
  for (const name of ours) {
    const value = options.get(name);
    if (value !== null) given[name] = valueOf(value);
    options.delete(name);
  }
  const link = options.size > 0 ? `${path}?${options.toString()}` : path;
  return deviceConfig.parse({ id: 'hardware', kind, link, ...given }) as BusConfig;
};

/** Its driver on its real line, and how to let go of both. Throws with the fix when the line does not open. */
export const realDriver = async <D>(config: BusConfig): Promise<{ driver: D; end(): Promise<void> }> => {
  const made = openLink(config.link, systemClock);
  if (!made.ok) throw new Error(`${config.link}: ${made.fix}`);
  const opened = await made.opener();
  if (!opened.ok) throw new Error(`${opened.why}: ${opened.fix}`);
  const factory = busDriverOf(config.kind) as unknown as {
    timings(of: BusConfig): Parameters<typeof createBus>[1];
    make(of: BusConfig, bus: ReturnType<typeof createBus>, time: typeof systemClock): D & { dispose(): void };
  };
  const bus = createBus(systemClock, factory.timings(config));
  const driver = factory.make(config, bus, systemClock);
  bus.attach(opened.link);
  const end = async (): Promise<void> => {
    bus.detach('over');
    driver.dispose();
    await opened.link.close();
  };
  return { driver, end };
};
