import type { Provider } from '@nestjs/common';
import { SimulateAllotmentView } from './simulate-allotment.view.js';

export const whatIfParts: Provider[] = [SimulateAllotmentView];
