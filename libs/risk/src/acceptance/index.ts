import type { Provider } from '@nestjs/common';

export const acceptanceParts: Provider[] = [];
