import { describe, expect, it } from 'vitest';
import { crossCheck } from '#controller/config-checks.ts';
import { siteConfig } from '#controller/config-schema.ts';
import { demoConfig } from '#tests/support/api-site.ts';

const mail = { id: 'm', kind: 'email', host: 'mail.example.org', from: 'box@example.org' };
const sms = {
  id: 's',
  kind: 'sms',
  url: 'https://sms.example/send',
  body: '{"to":"{{phone}}","t":"{{text}}"}',
};
const findings = (channel: object) =>
  crossCheck(siteConfig.parse({ ...demoConfig(), channels: [channel] })).map(
    ({ path, value, fix }) => `${path.slice(2).join('.')} = ${JSON.stringify(value)}: ${fix}`,
  );

describe('a channel of the configuration', () => {
  it.each([[mail], [sms], [{ ...mail, host: '127.0.0.1', security: 'none' }]])('%j is fine', (channel) =>
    expect(findings(channel)).toEqual([]),
  );

  it.each([
    [{ ...mail, security: 'none' }, /^security = "none": use starttls or tls/],
    [{ ...mail, user: 'box' }, /^passwordEnv = null: name the environment variable/],
    [
      { ...sms, body: '{"to":{{phone}},"t":"{{text}}"}' },
      /^body = .*: write JSON, every \{\{…\}\} inside quotes/,
    ],
    [{ ...sms, body: '{"to":"{{phone}}"}' }, /^body = null: write \{\{text\}\} where/],
    [
      { ...sms, body: '{"to":"{{phone}}","t":"{{text}}","x":"{{title}}"}' },
      /^body = "\{\{title\}\}": use \{\{phone\}\}/,
    ],
    [{ ...sms, method: 'GET', body: '' }, /^url = null: write \{\{phone\}\} where/],
    [{ ...sms, headers: { 'X-Key': '{{key}}' } }, /^headers.X-Key = "\{\{key\}\}": use/],
  ])('%j names what to mend', (channel, said) => expect(findings(channel)[0]).toMatch(said));

  it('has an id of its own', () => {
    const config = siteConfig.parse({ ...demoConfig(), channels: [mail, { ...sms, id: 'm' }] });
    expect(crossCheck(config)).toMatchObject([{ path: ['channels', 1, 'id'], value: 'm' }]);
  });

  it('holds no secret: only the name of a variable', () => {
    const robot = { id: 'r', kind: 'wecom', urlEnv: 'https://qyapi.example/send?key=k' };
    expect(siteConfig.safeParse({ ...demoConfig(), channels: [robot] }).success).toBe(false);
    expect(
      siteConfig.safeParse({ ...demoConfig(), channels: [{ ...robot, urlEnv: 'ROBOT', perMinute: 21 }] })
        .success,
    ).toBe(false);
  });
});
