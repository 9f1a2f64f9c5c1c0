import type { Provider } from '@nestjs/common';

export const statementParts: Provider[] = [];
