import type { LookupAddress } from 'node:dns';
import { checkedLookup, NotPublic } from './lookup.js';
import { isPublicAddress, urlProblem } from './public-address.js';

describe('a public address', () => {
  it.each(['93.184.215.14', '8.8.8.8', '2606:4700:4700::1111', '::ffff:93.184.215.14'])('is %s', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2001:0:4136:e378::1',
    '2001:db8::1',
    'fe80::1',
    'fec0::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '100::1',
    'localhost',
    '',
  ])('is not %s', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('an address of a webhook', () => {
  const problem = (text: string, allowPrivate = false) => urlProblem(new URL(text), { allowPrivate });

  it.each([
    'https://tools.example/hook?a=b',
    'https://tools.example:8443',
    'https://93.184.215.14/',
    'https://[2606:4700:4700::1111]/',
  ])('may be %s', (text) => expect(problem(text)).toBeNull());

  it.each([
    ['http://tools.example/', 'NOT_HTTPS'],
    ['ftp://tools.example/', 'NOT_HTTPS'],
    ['file:///etc/passwd', 'NOT_HTTPS'],
    ['https://me:secret@tools.example/', 'USER_INFO'],
    ['https://me@tools.example/', 'USER_INFO'],
    ['https://127.0.0.1/', 'NOT_PUBLIC'],
    ['https://2130706433/', 'NOT_PUBLIC'],
    ['https://0x7f.1/', 'NOT_PUBLIC'],
    ['https://0177.0.0.1/', 'NOT_PUBLIC'],
    ['https://[::1]/', 'NOT_PUBLIC'],
    ['https://[::ffff:7f00:1]/', 'NOT_PUBLIC'],
    ['https://169.254.169.254/latest/meta-data', 'NOT_PUBLIC'],
    ['https://localhost/', 'NOT_PUBLIC'],
    ['https://api.localhost./', 'NOT_PUBLIC'],
    ['https://printer/', 'NOT_PUBLIC'],
    ['https://db.internal/', 'NOT_PUBLIC'],
  ])('%s is refused: %s', (text, rule) => expect(problem(text)).toBe(rule));

  it('may be anything on a developer’s machine, but for credentials in it', () => {
    expect(problem('http://localhost:3001/', true)).toBeNull();
    expect(problem('http://me@localhost/', true)).toBe('USER_INFO');
    expect(problem('ftp://localhost/', true)).toBe('NOT_HTTPS');
  });
});

describe('looking a name up', () => {
  const found = (addresses: readonly LookupAddress[], { allowPrivate = false, all = true } = {}) => {
    const lookup = checkedLookup({ allowPrivate, resolve: (_host, answer) => answer(null, addresses) });
    return new Promise((resolve, reject) => {
      lookup('tools.example', { all }, (error, address, family) =>
        error ? reject(error) : resolve([address, family]),
      );
    });
  };
  const open = { address: '93.184.215.14', family: 4 };
  const inner = { address: '10.0.0.5', family: 4 };

  it('gives the addresses it has checked', async () => {
    expect(await found([open])).toEqual([[open], undefined]);
    expect(await found([open], { all: false })).toEqual([open.address, 4]);
    expect(await found([inner], { allowPrivate: true })).toEqual([[inner], undefined]);
  });

  it('gives none when one of them is not public, and when there is none', async () => {
    for (const addresses of [[inner], [open, inner], [inner, open], []])
      await expect(found(addresses)).rejects.toThrow(NotPublic);
  });
});
