import { requestsApi, type RequestsApi } from '../requests.fixture.js';
import { SettingsClient } from './settings.fixture.js';

let api: RequestsApi;
let client: SettingsClient;
beforeAll(async () => {
  api = await requestsApi();
  client = new SettingsClient(api, await api.cast());
});
afterAll(() => api.close());

/** Statements that are not about who calls. */
const ofRequests = (asked: readonly string[]): string[] =>
  asked.filter((statement) => !/people\.|viewer/.test(statement)).map((statement) => statement.slice(0, 200));

const submission = async () => {
  const requestId = await client.at('written');
  return ofRequests(await api.statementsOf(() => client.done(client.cast.requester, 'submitRequest', { requestId })));
};

describe('what the settings cost', () => {
  it('a submission reads and appends as it would without: one load, one append, and its row where the grant asks for it', async () => {
    const without = await submission();
    expect(without.filter((statement) => statement.includes('load_streams'))).toHaveLength(1);
    expect(without.filter((statement) => statement.includes('append_group'))).toHaveLength(1);
    await client.label('Black Friday');
    await client.field('Budget', { kind: 'NUMBER', requiredAt: 'TRIAGE' });
    const withSettings = await submission();
    expect(withSettings).toHaveLength(without.length);
    expect(
      withSettings.filter((statement) => /load_streams|append_group|request_settings/.test(statement)),
    ).toHaveLength(2);
  });

  it('a submission leaves no trace of settings that are not there, and waits for nobody who changes them', async () => {
    const other = new SettingsClient(api, await api.cast());
    await other.at('submitted');
    const settings = `select from log.stream where workspace_id = $1 and stream_id like 'request-settings-%'`;
    expect(await api.owner.query(settings, [other.cast.workspaceId])).toMatchObject({ rowCount: 0 });
    const requestId = await other.at('written');
    const holder = await api.owner.connect();
    try {
      const labelled = await other.label('Black Friday');
      expect(labelled).not.toBe('');
      await holder.query('begin');
      await holder.query(`select from log.stream where stream_id like 'request-settings-%' for update`);
      const { request } = await other.done(other.cast.requester, 'submitRequest', { requestId });
      expect(request).toMatchObject({ status: 'SUBMITTED' });
    } finally {
      await holder.query('rollback');
      holder.release();
    }
  });

  it('a list of labelled requests with custom fields reads them in one statement more', async () => {
    const alone = new SettingsClient(api, await api.cast());
    const labelId = await alone.label('Black Friday');
    const fieldId = await alone.field('Budget', { kind: 'NUMBER' });
    for (let n = 0; n < 3; n += 1) {
      const requestId = await alone.at('drafted');
      await alone.id(alone.cast.engineer, 'labelRequest', { requestId, add: [labelId] });
      const values = [{ fieldId, value: { number: n } }];
      await alone.id(alone.cast.engineer, 'setCustomFields', { requestId, values });
    }
    const read = (fields: string) =>
      api.statementsOf(() => alone.query(`{ requests { nodes { id ${fields} } } }`).then(() => undefined));
    const plain = await read('');
    const shown = await read('labels { name } customFields { number field { name } }');
    expect(shown).toHaveLength(plain.length + 1);
    expect(shown.filter((statement) => statement.includes('request_settings_row'))).toHaveLength(1);
  });
});
