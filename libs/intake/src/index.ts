export { intakeConsumers } from './consumers.js';
export { idea, interruption, intakePolicy, roadblock } from './domain/index.js';
export { type IntakeFact, intakeEvents, intakeModel } from './events.js';
export { IntakeModule } from './intake.module.js';
export { Intake1764000000401 } from './migrations/1-intake.js';
export { interruptionTotal, type InterruptionTotal } from './interruptions/interruption-totals.js';
