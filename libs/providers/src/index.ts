import './risk-subject.js';

export { provider, providerLabel, providerPolicy, purchaseOrder } from './domain/index.js';
export { providersConsumers } from './consumers.js';
export { type ProvidersFact, providersEvents, providersModel } from './events.js';
export { Providers1764000000651 } from './migrations/1-providers.js';
export { ProvidersModule } from './providers.module.js';
