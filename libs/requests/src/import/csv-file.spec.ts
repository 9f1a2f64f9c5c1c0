import { readCsv } from './csv-file.js';

const cells = (text: string) => {
  const { header, rows } = readCsv(text);
  return [header, ...rows].map((line) => line.cells);
};
const unreadable = (fault: string, line: number) =>
  expect.objectContaining({ code: 'CSV_UNREADABLE', details: { fault, line } }) as Error;
const tooMuch = (what: string) =>
  expect.objectContaining({ code: 'LIMIT_REACHED', details: expect.objectContaining({ what }) as object }) as Error;

describe('a CSV file', () => {
  it.each([
    ['commas and LF', 'a,b\n1,2\n'],
    ['CRLF', 'a,b\r\n1,2\r\n'],
    ['CR', 'a,b\r1,2'],
    ['a byte order mark', '\uFEFFa,b\n1,2'],
    ['semicolons', 'a;b\r\n1;2'],
    ['tabs', 'a\tb\n1\t2'],
    ['blank lines', 'a,b\n\n \n1,2\n,\n\n'],
    ['quotes', '"a","b"\n"1","2"'],
    ['a byte order mark before quotes', '\uFEFF"a";"b"\n1;2'],
    ['mixed ends of lines', 'a,b\r\n1,2\n'],
  ])('with %s is read', (_what, text) => {
    expect(cells(text)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('keeps what is quoted, and counts lines as an editor does', () => {
    const { rows } = readCsv('a,b\n1,"x\r\ny, ""z"""\n\n3,=1+1\n');
    expect(rows).toEqual([
      { line: 2, cells: ['1', 'x\r\ny, "z"'] },
      { line: 5, cells: ['3', '=1+1'] },
    ]);
  });

  it('is not fooled by separators inside of a quoted header', () => {
    expect(cells('"a,b,c,d";e\n1;2')).toEqual([
      ['a,b,c,d', 'e'],
      ['1', '2'],
    ]);
  });

  it.each([
    ['nothing', '', 'EMPTY', 1],
    ['nothing but a mark', '\uFEFF \n\n', 'EMPTY', 1],
    ['a quote never closed', 'a,b\n1,2\n3,"x\n4,5\n', 'QUOTES', 3],
    ['a quote inside of a cell', 'a,b\n1,5" screen\n', 'QUOTES', 2],
    ['more behind a quote', 'a,b\n1,2\n1,"x"y\n', 'QUOTES', 3],
    ['lost characters', 'a,b\n1,caf\uFFFD\n', 'ENCODING', 2],
    ['a mark read as Latin', 'ï»¿a,b\n1,2', 'ENCODING', 1],
    ['10,000 columns', `${'a,'.repeat(9_999)}a\n1`, 'TOO_MANY_COLUMNS', 1],
  ])('with %s is refused', (_what, text, fault, line) => {
    expect(() => readCsv(text)).toThrow(unreadable(fault, line));
  });

  it('has at most 1,000 rows and 1 MB', () => {
    expect(readCsv(`a\n${'1\n'.repeat(1_000)}`).rows).toHaveLength(1_000);
    expect(() => readCsv(`a\n${'1\n'.repeat(1_001)}`)).toThrow(tooMuch('rows in one file'));
    expect(() => readCsv('ä'.repeat(500_001))).toThrow(tooMuch('bytes in one file'));
  });
});
