import { systemClock } from '../adapters/system-clock.ts';
import { systemEntropy } from '../adapters/system-entropy.ts';
import { createToken, listTokens, revokeToken, tokenRole, wrongTokenName } from '../commands/tokens.ts';
import { CommandFailed, EXIT, UsageError, type Command, type Console, type Input } from './command.ts';
import { withSecrets } from './open-site.ts';

/** `docketbox token create`: a bearer token for a program, printed alone on standard output; `list` and `revoke`. */
export const token: Command = {
  name: 'token',
  summary:
    'Makes, lists and revokes bearer tokens for programs. A new token alone goes to standard output, once.',
  operands: ['create|list|revoke'],
  flags: [
    { name: 'data', value: 'DIR', required: true, help: 'the data directory of the site' },
    { name: 'name', value: 'N', help: 'create, revoke: what the token is for: letters, digits, . _ -' },
    { name: 'role', value: 'R', help: `create: what it may do: ${tokenRole.options.join(', ')}` },
  ],
  notes: [
    'Works while the controller runs: a revoked token is void at its next request. Only a hash is kept: whoever loses',
    'a token revokes it and makes another.',
  ],
  run(input, console) {
    const [action = ''] = input.operands;
    if (action === 'create') create(input, console);
    else if (action === 'list') list(input, console);
    else if (action === 'revoke') revoke(input, console);
    else throw new UsageError(`token ${action}: use create, list or revoke`);
    return Promise.resolve(EXIT.done);
  },
};

const create = (input: Input, console: Console): void => {
  const name = input.value('name');
  const wrong = wrongTokenName(name);
  if (wrong !== null) throw new UsageError(wrong);
  const given = input.value('role');
  const role = tokenRole.safeParse(given);
  if (!role.success) throw new UsageError(`--role ${given}: use one of ${tokenRole.options.join(', ')}`);
  const made = withSecrets(input.value('data'), (secrets) => {
    try {
      return createToken({ secrets, entropy: systemEntropy, clock: systemClock }, name, role.data);
    } catch (error) {
      if (error instanceof RangeError) throw new CommandFailed(error.message);
      throw error;
    }
  });
  console.out(input.json ? JSON.stringify({ name, role: role.data, token: made }) : made);
};

const list = (input: Input, console: Console): void => {
  const tokens = withSecrets(input.value('data'), listTokens);
  if (input.json) console.out(JSON.stringify(tokens));
  else for (const { name, role, createdAt } of tokens) console.out(`${name}  ${role}  ${createdAt}`);
};

const revoke = (input: Input, console: Console): void => {
  const name = input.value('name');
  if (!withSecrets(input.value('data'), (secrets) => revokeToken(secrets, name)))
    throw new CommandFailed(`--name ${name}: there is no such token; docketbox token list shows them`);
  console.out(input.json ? JSON.stringify({ name, revoked: true }) : `${name}: revoked`);
};
