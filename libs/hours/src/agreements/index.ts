import type { Provider } from '@nestjs/common';

export const agreementsParts: Provider[] = [];
