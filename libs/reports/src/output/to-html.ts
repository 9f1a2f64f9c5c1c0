import { readFileSync } from 'node:fs';
import { drawChart } from '../charts/draw-chart.js';
import type { Chart } from '../charts/chart.js';
import { heatColor, paint, toneColor } from '../charts/paint.js';
import { isNumeric, spoken, unitOf } from '../format.js';
import type { Presented } from '../run-report.js';
import type { Cell, ChartSection, Column, Figure, FiguresSection, Section, TableSection } from '../sections.js';
import { windowInWords } from '../window.js';
import { html, Markup } from './html.js';
import { type Origin, standingInWords } from './standing.js';

const sheet = (): Markup => new Markup(readFileSync(new URL('./page.css', import.meta.url), 'utf8'));

function figureOf(figure: Figure, isFirst: boolean): Markup {
  const { label, value, n, note } = figure;
  const below = [n === undefined ? null : `n = ${n}`, note ?? null].filter((part) => part !== null).join(' · ');
  const unit = value === null ? '' : unitOf(figure);
  return html`<div class="figure${isFirst ? ' first' : ''}">
    <dt>${label}</dt>
    <dd>${spoken(value, figure)}${unit !== '' && html` <span class="unit">${unit}</span>`}</dd>
    ${below !== '' && html`<dd class="below">${below}</dd>`}
  </div>`;
}

const figuresOf = ({ title, figures }: FiguresSection): Markup =>
  html`<section>
    <h3>${title}</h3>
    <dl class="figures">${figures.map((figure, index) => figureOf(figure, index === 0))}</dl>
  </section>`;

const cellOf = (value: Cell, column: Column): Markup =>
  html`<td class="${isNumeric(column.kind) ? 'number' : column.kind}">${spoken(value, column)}</td>`;

const headOf = (column: Column): Markup => {
  const unit = column.kind === 'money' && column.currency !== undefined ? ` (${column.currency})` : '';
  return html`<th scope="col" class="${isNumeric(column.kind) ? 'number' : column.kind}">${column.name}${unit}</th>`;
};

const tableOf = ({ title, columns, rows, foot }: TableSection): Markup =>
  html`<section>
    <h3>${title}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table class="${columns.length > 8 ? 'dense' : ''}">
        <thead>
          <tr>
            ${columns.map(headOf)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${columns.map((column, index) => cellOf(row[index] ?? null, column))}
              </tr>`,
          )}
        </tbody>
        ${
          foot !== undefined &&
          html`<tfoot>
            <tr>
              ${columns.map((column, index) => footOf(foot[index] ?? null, column))}
            </tr>
          </tfoot>`
        }
      </table>
    </div>
  </section>`;

const footOf = (value: Cell, column: Column): Markup =>
  value === null ? html`<td></td>` : typeof value === 'string' ? html`<td>${value}</td>` : cellOf(value, column);

interface Key {
  readonly name: string;
  readonly color: string;
  /** A line across. */
  readonly line?: true;
}

function keysOf(chart: Chart): readonly Key[] {
  if (chart.form === 'ranges') return chart.legend.map(({ tone, name }) => ({ name, color: toneColor[tone] }));
  if (chart.form === 'heat') return chart.legend.map((name, heat) => ({ name, color: heatColor(heat) }));
  if (chart.form === 'scatter') return [{ name: chart.diagonal, color: paint.soft, line: true }];
  if (chart.form !== 'bars') return [];
  const series = chart.series.length < 2 ? [] : chart.series;
  const { mark } = chart;
  return [
    ...series.map(({ name, tone }) => ({ name, color: toneColor[tone] })),
    ...(mark ? [{ name: `${spoken(mark.value, chart)} ${mark.name}`, color: paint.ink, line: true as const }] : []),
  ];
}

const keyOf = ({ name, color, line }: Key): Markup =>
  html`<li>
    <span class="${line ? 'swatch across' : 'swatch'}" style="${line ? 'border-color' : 'background'}:${color}"></span
    >${name}
  </li>`;

/** A number stays on one line with its unit, and a request with its number. */
const unbroken = (sentence: string): string =>
  sentence
    .replaceAll(/(\d) (h|min|%|EUR|days?)\b/g, '$1\u00a0$2')
    .replaceAll(/\bh (\d\d)\b/g, 'h\u00a0$1')
    .replaceAll(/\b([A-Z]{2,4})-(\d)/g, '$1\u2011$2');

function chartOf({ title, says, chart }: ChartSection): Markup {
  const keys = keysOf(chart);
  const drawn = (['wide', 'narrow'] as const).map(
    (breadth) =>
      html`<div class="drawn ${breadth} ${chart.form}" aria-hidden="true">
        ${new Markup(drawChart(chart, breadth))}
      </div>`,
  );
  return html`<section class="${chart.form}">
    <h3>${title}</h3>
    <figure role="img" aria-label="${says}">
      <figcaption>${unbroken(says)}</figcaption>
      ${
        keys.length > 0 &&
        html`<ul class="keys" aria-hidden="true">
          ${keys.map(keyOf)}
        </ul>`
      }
      ${drawn}
    </figure>
  </section>`;
}

function sectionOf(section: Section): Markup {
  if (section.section === 'figures') return figuresOf(section);
  if (section.section === 'table') return tableOf(section);
  return section.section === 'chart' ? chartOf(section) : html`<p class="note">${section.text}</p>`;
}

const reportOf = ({ report: { name, title, about }, sections }: Presented): Markup =>
  html`<article id="${name}">
    <header>
      <h2>${title}</h2>
      <p class="about">${about}</p>
    </header>
    ${sections.map(sectionOf)}
  </article>`;

const contentsOf = (presented: readonly Presented[]): Markup =>
  html`<nav aria-label="Reports">
    <ol>
      ${presented.map(({ report: { name, title } }) => html`<li><a href="#${name}">${title}</a></li>`)}
    </ol>
  </nav>`;

/** One report or several as one page that loads nothing and runs nothing. @param presented at least one, all of one workspace */
export function toHtml(presented: readonly Presented[], origin: Origin): string {
  const [first] = presented;
  const { workspace, window } = first!.circumstances;
  const several = presented.length > 1;
  const title = several ? 'Reports' : first!.report.title;
  return `${
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="referrer" content="no-referrer" />
          <title>${title} · ${workspace.name} · ${windowInWords(window)}</title>
          <style>
            ${sheet()}
          </style>
        </head>
        <body>
          <main>
            <header class="page">
              <p class="over">${workspace.name}</p>
              ${several && html`<h1>Reports</h1>`}
              <p class="window">${windowInWords(window)}</p>
            </header>
            ${several && contentsOf(presented)} ${presented.map(reportOf)}
            <footer>${standingInWords(first!, origin).map((line) => html`<p>${line}</p>`)}</footer>
          </main>
        </body>
      </html>`.text
  }\n`;
}
