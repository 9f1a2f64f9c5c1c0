import type { Provider } from '@nestjs/common';

export const propertiesParts: Provider[] = [];
