/** A line on standard output. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** A list as aligned columns under their names; `nothing` where it is empty. */
export function printTable(
  rows: readonly Readonly<Record<string, string | number | boolean | null>>[],
  nothing: string,
): void {
  const [first] = rows;
  if (!first) return print(nothing);
  const columns = Object.keys(first);
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]!.length)));
  for (const line of cells)
    print(
      line
        .map((cell, index) => cell.padEnd(widths[index]!))
        .join('  ')
        .trimEnd(),
    );
}
