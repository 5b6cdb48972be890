import { systemClock } from '../adapters/system-clock.ts';
import { systemEntropy } from '../adapters/system-entropy.ts';
import { createToken, tokenRole } from '../commands/tokens.ts';
import { CommandFailed, EXIT, UsageError, type Command } from './command.ts';
import { withSecrets } from './open-site.ts';

/** `docketbox token create`: a bearer token for a program, printed alone on standard output. */
export const token: Command = {
  name: 'token',
  summary: 'Makes a bearer token for a program. The token alone goes to standard output, once.',
  operands: ['create'],
  flags: [
    { name: 'data', value: 'DIR', required: true, help: 'the data directory of the site' },
    { name: 'name', value: 'N', required: true, help: 'what the token is for: letters, digits, . _ -' },
    { name: 'role', value: 'R', required: true, help: `what it may do: ${tokenRole.options.join(', ')}` },
  ],
  notes: ['Works while the controller runs. Only a hash is kept: whoever loses the token makes another.'],
  run(input, console) {
    const [action] = input.operands;
    if (action !== 'create') throw new UsageError(`token ${action ?? ''}: there is only "create"`);
    const role = tokenRole.safeParse(input.value('role'));
    if (!role.success)
      throw new UsageError(`--role ${input.value('role')}: use one of ${tokenRole.options.join(', ')}`);
    const name = input.value('name');
    const made = withSecrets(input.value('data'), (secrets) => {
      try {
        return createToken({ secrets, entropy: systemEntropy, clock: systemClock }, name, role.data);
      } catch (error) {
        if (error instanceof RangeError) throw new CommandFailed(error.message);
        throw error;
      }
    });
    console.out(input.json ? JSON.stringify({ name, role: role.data, token: made }) : made);
    return Promise.resolve(EXIT.done);
  },
};
