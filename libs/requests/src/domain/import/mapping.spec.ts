import fc from 'fast-check';
import { importedRow, readingOf } from './mapping.js';
import { criteriaIn, namesIn, toldIn, withoutGuard } from './texts.js';

const jira = (row: Readonly<Record<string, string>>) => {
  const reading = readingOf('JIRA', Object.keys(row));
  return importedRow(reading, Object.values(row));
};
const plain = (row: Readonly<Record<string, string>>) => {
  const reading = readingOf('PLAIN', Object.keys(row));
  return importedRow(reading, Object.values(row));
};
const issue = { Summary: 'Spring page', 'Issue key': 'WEB-12', 'Issue Type': 'Story' };
const refusing = (code: string, path: readonly string[]) => expect.objectContaining({ code, path }) as Error;

describe('a header', () => {
  it('is read in any order, case and spacing, and tells what it has besides', () => {
    const reading = readingOf('JIRA', ['issue_key', ' SUMMARY', 'Reporter', 'Priority', 'Reporter', '']);
    expect(importedRow(reading, ['WEB-1', 'A page', 'x', 'High', 'y', ''])).toMatchObject({
      key: 'WEB-1',
      title: 'A page',
    });
    expect(reading.unused).toEqual(['Reporter', 'Priority']);
  });

  it.each([
    ['JIRA', ['Summary'], 'COLUMN_MISSING'],
    ['JIRA', ['Issue key', 'constructor'], 'COLUMN_MISSING'],
    ['LINEAR', ['Title'], 'COLUMN_MISSING'],
    ['PLAIN', ['Summary', 'type'], 'COLUMN_MISSING'],
    ['PLAIN', ['title', 'Title'], 'COLUMN_TWICE'],
  ] as const)('of %s with %j is refused: %s', (format, header, fault) => {
    expect(() => readingOf(format, header)).toThrow(
      expect.objectContaining({ code: 'CSV_UNREADABLE', details: { fault, line: 1 } }) as Error,
    );
  });
});

describe('a row of Jira', () => {
  it('becomes what its columns say', () => {
    expect(jira(issue)).toEqual({
      key: 'WEB-12',
      title: 'Spring page',
      type: 'ENHANCEMENT',
      ref: 'jira:WEB-12',
      brief: {},
      labels: [],
      notes: [],
    });
  });

  it('gathers labels of several columns, each once', () => {
    const reading = readingOf('JIRA', [...Object.keys(issue), 'Labels', 'Labels', 'Labels']);
    const row = importedRow(reading, [...Object.values(issue), 'spring', '', 'spring, web']);
    expect(row.labels).toEqual(['spring', 'web']);
  });

  it('takes criteria out of the lists of its description', () => {
    const description =
      'h3. Goal\nSell bundles\nAudience: Returning customers\n\nAcceptance criteria:\n* It loads\n* It sells';
    expect(jira({ ...issue, Description: description }).brief).toEqual({
      context: { campaignGoal: 'h3. Goal\nSell bundles', audience: 'Returning customers' },
      criteria: [{ text: 'It loads' }, { text: 'It sells' }],
    });
  });

  it('leaves lists where they are when there is a column of criteria', () => {
    const row = jira({
      ...issue,
      Description: 'Why:\n- money',
      'Custom field (Acceptance Criteria)': '1. It loads\n2) It sells',
    });
    expect(row.brief).toEqual({
      context: { campaignGoal: 'Why:\n- money', audience: '' },
      criteria: [{ text: 'It loads' }, { text: 'It sells' }],
    });
  });

  it.each([
    ['Bug', 'BUG', 0],
    ['Landing page', 'LANDING_PAGE', 0],
    ['A/B test', 'OTHER', 1],
    ['Epic', 'OTHER', 1],
    ['__proto__', 'OTHER', 1],
    ['', 'OTHER', 0],
  ])('of type “%s” is %s', (written, type, notes) => {
    const row = jira({ ...issue, 'Issue Type': written });
    expect([row.type, row.notes.length]).toEqual([type, notes]);
  });

  it('owes a key, and as many cells as the header', () => {
    expect(() => jira({ ...issue, 'Issue key': ' ' })).toThrow(refusing('VALIDATION_FAILED', ['Issue key']));
    const reading = readingOf('JIRA', Object.keys(issue));
    expect(() => importedRow(reading, ['Spring page', 'WEB-12'])).toThrow(refusing('VALIDATION_FAILED', []));
    expect(() => importedRow(reading, ['a', 'b', 'c', 'd'])).toThrow(refusing('VALIDATION_FAILED', []));
  });
});

describe('a row of Linear', () => {
  it('has its type from a label', () => {
    const reading = readingOf('LINEAR', ['ID', 'Title', 'Labels', 'Status']);
    const row = importedRow(reading, ['ENG-7', 'The form fails', 'Web, Bug', 'Todo']);
    expect(row).toMatchObject({ type: 'BUG', ref: 'linear:ENG-7', labels: ['Web', 'Bug'], notes: [] });
    expect(reading.unused).toEqual(['Status']);
  });
});

describe('a plain row', () => {
  it('has a user story of three columns', () => {
    const row = plain({
      title: 'A page',
      role: 'visitor',
      want: 'see offers',
      benefit: 'I find mine',
      criteria: 'It loads\n\nIt sells',
    });
    expect(row.brief).toEqual({
      userStories: [{ role: 'visitor', want: 'see offers', benefit: 'I find mine' }],
      criteria: [{ text: 'It loads' }, { text: 'It sells' }],
    });
  });

  it('without an id is told apart by its content', () => {
    const [a, same, other] = [
      plain({ title: 'A', id: '' }),
      plain({ title: 'A', id: '' }),
      plain({ title: 'B', id: '' }),
    ];
    expect(a.key).toBe(same.key);
    expect(a.key).not.toBe(other.key);
    expect(a.ref).toBe(`csv:${a.key}`);
  });

  it('of a type nobody knows is refused', () => {
    expect(() => plain({ title: 'A', type: 'Epic' })).toThrow(refusing('VALIDATION_FAILED', ['type']));
    expect(plain({ title: 'A', type: 'landing-page' }).type).toBe('LANDING_PAGE');
  });

  it('takes back what an export puts before formulas', () => {
    expect(plain({ title: "'=SUM(A1)" }).title).toBe('=SUM(A1)');
    expect(plain({ title: '=SUM(A1)' }).title).toBe('=SUM(A1)');
    expect(["''a", "'a", "'", "'+1", ''].map(withoutGuard)).toEqual(["'a", "'a", "'", '+1', '']);
  });
});

describe('texts', () => {
  it('tell user stories', () => {
    const { stories, text } = toldIn('As a visitor, I want to see offers, so that I find mine.\nMore.', false);
    expect(stories).toEqual([{ role: 'visitor', want: 'see offers', benefit: 'I find mine' }]);
    expect(text).toBe('More.');
  });

  it('keep every word that is no mark: what goes out of one part is in another', () => {
    const line = fc.constantFrom(
      '- one',
      '* two',
      '1. three',
      'four',
      '',
      'five: six',
      '  - seven',
      '• [x] eight',
      '-nine',
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { text, criteria } = toldIn(lines.join('\n'), false);
        const words = (all: string) => (all.match(/[a-z]{2,}/g) ?? []).toSorted();
        expect(words([text, ...criteria].join(' '))).toEqual(words(lines.join(' ')));
      }),
    );
  });

  it('make criteria of a column and names of a list', () => {
    expect(criteriaIn('Acceptance criteria:\n- [ ] It loads\nand so on\n- It sells')).toEqual(['It loads', 'It sells']);
    expect(namesIn([' a; b', 'b,c,'])).toEqual(['a', 'b', 'c']);
  });

  it('stay linear on text made to hurt', () => {
    for (const text of [
      `as a ${'x '.repeat(50_000)}`,
      '- '.repeat(50_000),
      `${'#'.repeat(50_000)} criteria`,
      ' '.repeat(100_000),
    ])
      expect(toldIn(text, false).stories).toEqual([]);
  });
});
