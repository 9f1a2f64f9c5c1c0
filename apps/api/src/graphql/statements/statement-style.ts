/** The page's one style sheet: for A4 on paper, and readable on a screen. */
export const style = `
  @page { size: A4; margin: 16mm 14mm; }
  * { box-sizing: border-box; }
  body { font: 10pt/1.4 system-ui, sans-serif; color: #111; background: #fff; max-width: 190mm; margin: 0 auto; padding: 8mm; }
  h1 { font-size: 16pt; margin: 0 0 4mm; }
  h2 { font-size: 13pt; margin: 8mm 0 3mm; border-bottom: 1px solid #111; }
  h3 { font-size: 10pt; margin: 4mm 0 1mm; }
  dl { margin: 0 0 3mm; }
  dl div { display: flex; gap: 4mm; }
  dt { flex: 0 0 26mm; color: #555; }
  dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
  dd ul { margin: 0; padding: 0; list-style: none; }
  code { font: 8pt/1.4 ui-monospace, monospace; }
  table { border-collapse: collapse; width: 100%; margin: 4mm 0; }
  caption { text-align: left; font-weight: 600; padding-bottom: 1mm; }
  th, td { padding: 1mm 1.5mm; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; }
  thead th { border-bottom: 1px solid #111; font-weight: 600; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  .lines { font-size: 8pt; }
  .lines td:nth-child(2), .note { overflow-wrap: anywhere; }
  .lines td:first-child { white-space: nowrap; }
  .lines td:nth-child(n + 6), .lines thead th:nth-child(n + 6), .subtotal td,
  .totals td, .totals thead th, .movement td, .movement thead th { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
  .movement, .totals { width: auto; min-width: 60%; }
  .group th { background: #f2f2f2; overflow-wrap: anywhere; break-after: avoid; }
  .subtotal th, .subtotal td, tfoot th, tfoot td { font-weight: 600; border-top: 1px solid #111; border-bottom: 0; }
  .subtotal { break-before: avoid; }
  .note { margin: 0; color: #555; white-space: pre-wrap; }
  .totals, .movement, .facts { break-inside: avoid; }
  @media print {
    body { padding: 0; max-width: none; }
    .month + .month, .together + .month { break-before: page; }
  }
`;
