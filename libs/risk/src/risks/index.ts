import type { Provider } from '@nestjs/common';

export const risksParts: Provider[] = [];
