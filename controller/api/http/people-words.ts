import type { Both } from './words.ts';

/** What errors say that are about people: who they are, what they may do, how they are reached. */
export const PEOPLE_WORDS: Readonly<Record<string, Both>> = {
  'sign-in-required': {
    en: ['Sign in first', 'This needs a signed-in person or a bearer token.'],
    zh: ['请先登录', '此操作需要登录，或提供访问令牌。'],
  },
  'bad-token': {
    en: [
      'Token not valid',
      'The bearer token is unknown or was revoked. Make one with `docketbox token create`.',
    ],
    zh: ['令牌无效', '访问令牌不存在或已吊销。可用 `docketbox token create` 创建。'],
  },
  'not-allowed': {
    en: ['Not allowed', 'Your role does not permit this. It needs one of: {roles}.'],
    zh: ['没有权限', '您的角色不能进行此操作，需要以下角色之一：{roles}。'],
  },
  'wrong-origin': {
    en: ['Wrong origin', 'The request came from another site’s page and was not followed.'],
    zh: ['来源不符', '请求来自其他网站的页面，未执行。'],
  },
  'wrong-host': {
    en: ['Wrong host name', 'This controller does not answer under that name. Use its configured address.'],
    zh: ['主机名不符', '本机不以该名称提供服务。请使用配置的地址。'],
  },
  'too-many-requests': {
    en: ['Too many tries', 'Too many tries from this address. Wait {seconds} seconds.'],
    zh: ['尝试过多', '来自此地址的尝试过多。请等待 {seconds} 秒。'],
  },
  'sign-in-refused': {
    en: [
      'Sign-in refused',
      'Number and PIN do not fit, or the account is locked after too many tries. Wait a while or ask the registrar.',
    ],
    zh: ['登录被拒绝', '编号与密码不符，或因多次输错已被锁定。请稍候再试，或联系登记员。'],
  },
  'place-locked': {
    en: ['Sign-in locked here', 'Too many wrong tries from here. Sign-in by PIN opens again at {until}.'],
    zh: ['此处登录已锁定', '此处输错次数过多，密码登录将于 {until} 恢复。'],
  },
  'set-up-done': {
    en: ['Already set up', 'There is a registrar already. Sign in, or ask the registrar for an account.'],
    zh: ['已完成初始化', '已有登记员。请登录，或向登记员申请账号。'],
  },
  'set-up-refused': {
    en: ['Set-up code not valid', 'Use the code the controller printed when it first started.'],
    zh: ['初始化码无效', '请使用控制器首次启动时打印的初始化码。'],
  },
  'test-needs-person': {
    en: [
      'Say to whom',
      'The channel {channel} goes to people one by one. Name somebody who has an address for it.',
    ],
    zh: ['请指定接收人', '通道“{channel}”逐人发送。请指定一位已登记联系方式的人员。'],
  },
  'stands-in-for-themselves': {
    en: ['Nobody stands in for themselves', 'Name another person.'],
    zh: ['不能由本人代班', '请另选一人。'],
  },
  'period-ends-first': {
    en: ['The period ends before it begins', 'Choose an end after the beginning.'],
    zh: ['结束早于开始', '请选择晚于开始时间的结束时间。'],
  },
  'no-stand-in': {
    en: ['No stand-in is named', 'Nobody stands in for this person. Nothing was changed.'],
    zh: ['没有代班人', '此人没有代班人，未作更改。'],
  },
};
