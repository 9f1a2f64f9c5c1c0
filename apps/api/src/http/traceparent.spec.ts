import { continueTrace } from './traceparent.js';

const trace = '0af7651916cd43dd8448eb211c80319c';
const parent = 'b7ad6b7169203331';

describe('a traceparent', () => {
  it.each(['01', '00'])('is continued under a span of our own, sampled or not (%s)', (flags) => {
    const own = continueTrace(`00-${trace}-${parent}-${flags}`);
    expect(own).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-${flags}$`));
    expect(own).not.toContain(parent);
  });

  it('of a later version is understood as far as version 00 goes', () => {
    expect(continueTrace(`01-${trace}-${parent}-01-later`)).toContain(trace);
  });

  it.each([
    ['nothing', undefined],
    ['nonsense', 'nonsense'],
    ['version ff', `ff-${trace}-${parent}-01`],
    ['version 00 with more behind it', `00-${trace}-${parent}-01-more`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${parent}-01`],
    ['a parent of zeros', `00-${trace}-${'0'.repeat(16)}-01`],
    ['capitals', `00-${trace.toUpperCase()}-${parent}-01`],
  ])('is begun anew for %s', (_what, incoming) => {
    const own = continueTrace(incoming);
    expect(own).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(own).not.toContain(trace);
  });
});
