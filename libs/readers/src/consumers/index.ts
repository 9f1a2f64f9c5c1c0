import { ConsumerMutations } from './consumer-mutations.js';
import { ConsumerTeller } from './consumer-teller.js';
import { ConsumersView } from './consumers.view.js';
import { NamedConsumers } from './named-consumers.js';
import { ConsumerStore } from './store.js';

/** Use-cases of this folder. */
export const consumersParts = [ConsumerStore, NamedConsumers, ConsumerTeller, ConsumersView, ConsumerMutations];
