import type { SensorConfig } from '#controller/config-schema.ts';
import type { Clock } from '#controller/ports/clock.ts';
import { readAsk } from '../bus-boards/asks.ts';
import { listen } from '../bus-boards/listening.ts';
import { overdueReplies } from '../bus-boards/overdue-replies.ts';
import { readReplyOf } from '../bus-boards/read-inputs.ts';
import type { Bus } from '../exchange.ts';
import type { SensorDriver } from '../lock-boards/board-driver.ts';
import { modbusInputs } from '../modbus/frames.ts';

/** Plain inputs on Modbus RTU, function 02 (docs/protocols/modbus-input.md). */
export const modbusInput = (config: SensorConfig, bus: Bus, clock: Clock): SensorDriver => {
  const to = modbusInputs(config.address, config.channels);
  return {
    channels: config.channels,
    // Nothing is ever opened here, so no reading can be older than a pulse.
    readAll: async () => readReplyOf(await bus.ask(readAsk(to)), () => false),
    ...listen(bus, to, overdueReplies(clock), () => [to.readAll]),
  };
};
