import type { ChannelConfig } from '../../config-channels.ts';
import type { Channel } from '../../ports/channel.ts';
import type { Clock } from '../../ports/clock.ts';
import { email } from './email.ts';
import { robot } from './robots.ts';
import { sms } from './sms.ts';
import { signingKey } from './standard-webhook.ts';
import { webhook } from './webhook.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The channel of a configuration, with its secrets from the environment. Throws an Error that names the variable and
 * the fix, never a value.
 */
export const channelOf = (config: ChannelConfig, site: string, env: Environment, clock: Clock): Channel => {
  const { id } = config;
  const secret = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '')
      throw new Error(`channel ${id}: ${name} is not set: set it in the environment of the controller`);
    return value;
  };
  const optional = (name: string | null): string | null => (name === null ? null : secret(name));
  switch (config.kind) {
    case 'webhook': {
      const key = signingKey(secret(config.secretEnv));
      if (key) return webhook(config, key, clock);
      throw new Error(
        `channel ${id}: ${config.secretEnv} is no signing secret: set it to whsec_ and the base64 of 24 to 64 random bytes`,
      );
    }
    case 'email':
      return email({ ...config, site, password: optional(config.passwordEnv) });
    case 'sms':
      return sms(config, optional(config.secretEnv) ?? '', clock);
    case 'wecom':
    case 'dingtalk':
    case 'feishu': {
      const url = secret(config.urlEnv);
      if (!/^https?:\/\/[^\s/]+/.test(url) || !URL.canParse(url))
        throw new Error(
          `channel ${id}: ${config.urlEnv} is no address: set it to the robot’s whole https:// address`,
        );
      return robot(
        { ...config, url, secret: 'secretEnv' in config ? optional(config.secretEnv) : null },
        clock,
      );
    }
  }
};
