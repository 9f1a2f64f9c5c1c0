import { Metrics } from './metrics.js';
import { openPool } from './database/pool.js';

describe('metrics', () => {
  it('live in a registry of their own', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    const options = { name: 'seen_total', help: 'Seen.', labels: ['kind'] as const };
    one.counter(options).inc({ kind: 'bird' }, 2);
    other.counter(options);
    expect(await one.text()).toContain('twolane_seen_total{kind="bird"} 2');
    expect(await other.text()).not.toContain('bird');
    expect(one.contentType).toContain('text/plain');
  });

  it('measure seconds in buckets', async () => {
    const metrics = new Metrics();
    metrics.histogram({ name: 'work_seconds', help: 'Work.' }).observe(0.003);
    expect(await metrics.text()).toContain('twolane_work_seconds_bucket{le="0.005"} 1');
  });

  it('answer without the gauge that could not be asked', async () => {
    const metrics = new Metrics();
    let broken = false;
    const lag = metrics.gauge({ name: 'lag', help: 'Lag.' }, (gauge) => {
      if (broken) throw new Error('no database');
      gauge.set(7);
    });
    expect(lag).toBeDefined();
    metrics.counter({ name: 'other_total', help: 'Other.' }).inc();
    expect(await metrics.text()).toContain('twolane_lag 7');
    broken = true;
    const text = await metrics.text();
    expect(text).not.toMatch(/^twolane_lag \d/m);
    expect(text).toContain('twolane_other_total 1');
  });

  it('watch every pool', async () => {
    const metrics = new Metrics();
    const pools = [5, 3].map((size) =>
      openPool({ url: 'postgres://nobody@127.0.0.1:1/none', size, applicationName: 'spec' }),
    );
    pools.forEach((pool, place) => metrics.watchPool(`pool${place}`, pool));
    const text = await metrics.text();
    expect(text).toContain('twolane_database_pool{pool="pool0",state="most"} 5');
    expect(text).toContain('twolane_database_pool{pool="pool1",state="used"} 0');
    await Promise.all(pools.map((pool) => pool.end()));
  });
});
