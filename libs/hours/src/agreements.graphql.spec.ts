import { activeAgreement, ag1, openMonths } from './agreements.fixture.js';
import { type Cast, HoursApi } from './hours.fixture.js';

let api: HoursApi;
let cast: Cast;
beforeAll(async () => {
  api = await HoursApi.start();
});
afterAll(() => api.close());
beforeEach(async () => {
  cast = await api.cast();
});

describe('an agreement', () => {
  it('holds once both leads have signed it', async () => {
    const { agreement } = await api.done(cast.finance, 'draftAgreement', ag1(cast));
    expect(agreement).toMatchObject({ reference: 'AG-1', status: 'DRAFT', version: 1, signatures: [] });
    const signed = await api.done(cast.cto, 'signAgreement', { agreementId: agreement!.id, side: 'PROVIDER' });
    expect(signed.agreement).toMatchObject({ status: 'DRAFT', signatures: [{ side: 'PROVIDER' }] });
    const second = await api.done(cast.cmo, 'signAgreement', { agreementId: agreement!.id, side: 'CONSUMER' });
    expect(second.agreement).toMatchObject({ status: 'ACTIVE', version: 4 });
  });

  it('has its months', async () => {
    const agreementId = await activeAgreement(api, cast);
    await openMonths(api, cast, agreementId, ['2026-01', '2026-02']);
    expect(agreementId).toBeDefined();
  });
});
