import { isFresh } from './conditional.js';

const lastModified = new Date('2026-02-10T09:00:00.500Z');
const fresh = (headers: Record<string, string>, at: Date | null = lastModified): boolean =>
  isFresh({ headers }, { etag: '"one"', lastModified: at });

it('whoever has the state by its tag has it, however the tag came back', () => {
  const tags = ['"one"', 'W/"one"', '"none", W/"one"', '*'];
  expect(tags.filter((tag) => !fresh({ 'if-none-match': tag }))).toEqual([]);
  expect(['"two"', '', 'one', '"one'].filter((tag) => fresh({ 'if-none-match': tag }))).toEqual([]);
});

it('whoever has it since its last change has it, to the second', () => {
  const since = (instant: string) => fresh({ 'if-modified-since': new Date(instant).toUTCString() });
  expect(since('2026-02-10T09:00:00Z')).toBe(true);
  expect(since('2026-02-10T08:59:59Z')).toBe(false);
  expect(fresh({ 'if-modified-since': 'yesterday' })).toBe(false);
  expect(fresh({ 'if-modified-since': new Date('2026-02-11').toUTCString() }, null)).toBe(false);
  expect(fresh({})).toBe(false);
});

it('a tag counts more than an instant', () => {
  const later = new Date('2026-02-11').toUTCString();
  expect(fresh({ 'if-none-match': '"two"', 'if-modified-since': later })).toBe(false);
});
