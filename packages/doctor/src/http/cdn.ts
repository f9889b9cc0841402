import { BlockList, isIP } from 'node:net';

/** The CDN that sent the answer, by the headers that it adds; undefined: none that is known. */
export function findCdn(headers: Headers): string | undefined {
  const server = headers.get('server') ?? '';
  if (headers.has('cf-ray') || /^cloudflare/i.test(server)) return CLOUDFLARE;
  if (headers.has('x-amz-cf-id')) return 'CloudFront';
  if (headers.has('x-fastly-request-id') || /^cache-/.test(headers.get('x-served-by') ?? '')) return 'Fastly';
  if (/^akamai/i.test(server) || headers.has('akamai-grn')) return 'Akamai';
  return /^(?:ddos-guard|qrator|bunnycdn|sucuri|gcore)/i.exec(server)?.[0];
}

export const CLOUDFLARE = 'Cloudflare';

/** https://www.cloudflare.com/ips-v4 and ips-v6, unchanged since 2021. */
const networks = new BlockList();
for (const [network, prefix] of [
  ['173.245.48.0', 20],
  ['103.21.244.0', 22],
  ['103.22.200.0', 22],
  ['103.31.4.0', 22],
  ['141.101.64.0', 18],
  ['108.162.192.0', 18],
  ['190.93.240.0', 20],
  ['188.114.96.0', 20],
  ['197.234.240.0', 22],
  ['198.41.128.0', 17],
  ['162.158.0.0', 15],
  ['104.16.0.0', 13],
  ['104.24.0.0', 14],
  ['172.64.0.0', 13],
  ['131.0.72.0', 22],
] as const) {
  networks.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['2400:cb00::', 32],
  ['2606:4700::', 32],
  ['2803:f800::', 32],
  ['2405:b500::', 32],
  ['2405:8100::', 32],
  ['2a06:98c0::', 29],
  ['2c0f:f248::', 32],
] as const) {
  networks.addSubnet(network, prefix, 'ipv6');
}

export function isCloudflareIp(ip: string): boolean {
  const version = isIP(ip);
  return version !== 0 && networks.check(ip, version === 6 ? 'ipv6' : 'ipv4');
}
