import { isIPv6 } from 'node:net';

/** The network an address belongs to as far as one machine can choose its own: IPv6 by its /64, IPv4 whole. */
export const networkOf = (address: string): string => {
  const plain = address.replace(/^::ffff:/, '').replace(/%.*$/, '');
  return isIPv6(plain) && plain !== '::1' ? `${plain.split(':').slice(0, 4).join(':')}::` : plain;
};

export const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);
