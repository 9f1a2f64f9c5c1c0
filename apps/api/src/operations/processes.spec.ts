import pg from 'pg';
import { consumersOver } from '../contexts.js';
import { PROCESSES } from './processes.view.js';

/** Nothing is asked of it. */
const consumers = consumersOver(new pg.Pool());

it('knows of everybody who follows the log what they are for, in one sentence', () => {
  for (const { name, about = '' } of consumers)
    expect([name, about]).toEqual([name, expect.stringMatching(/^[A-Z].{20,180}\.$/)]);
});

it('names for each process manager consumers that are there', () => {
  const named = [...PROCESSES.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, name]) => name);
  const there = consumers.map(({ name }) => name);
  expect(named.filter((name) => !there.includes(name!))).toEqual([]);
  // Whoever says in their own sentence that they are one of those managers is in the table.
  const said = consumers.filter(({ about }) => /^[A-Z][a-z]+[A-Z]\w+(?: and \w+| for planning)?:/.test(about ?? ''));
  expect(said.length).toBeGreaterThan(8);
  expect(said.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([]);
});
