import { withoutSecrets } from './without-secrets.js';

it('keeps what a process told itself, but for what is named like a secret', () => {
  const told = { day: '2026-02-02', left: [1, null, { apiKey: 'k', step: { accessToken: 't', after: true } }] };
  expect(withoutSecrets(told)).toEqual({
    day: '2026-02-02',
    left: [1, null, { apiKey: '[left out]', step: { accessToken: '[left out]', after: true } }],
  });
  expect([withoutSecrets('plain'), withoutSecrets(null), withoutSecrets(3)]).toEqual(['plain', null, 3]);
});
