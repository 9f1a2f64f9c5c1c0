import { LaunchGate } from '#libs/requests';
import type { Provider } from '@nestjs/common';
import { RiskLaunchGate } from './launch-gate.js';

export const gateParts: Provider[] = [RiskLaunchGate, { provide: LaunchGate, useExisting: RiskLaunchGate }];
