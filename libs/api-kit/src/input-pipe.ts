import { Catch, ValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata, ExceptionFilter } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { NotFound, Refusal, ValidationFailed } from '#libs/event-log';
import { ApiError } from './api-errors.js';
import { UnreadableId, spokenName } from './global-id.js';

class InvalidInput extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('invalid input');
  }
}

interface Fault {
  readonly path: readonly string[];
  readonly error: ValidationError;
}

function firstFault(errors: readonly ValidationError[], path: readonly string[]): Fault | null {
  for (const error of errors) {
    const here = [...path, error.property];
    if (error.constraints) return { path: here, error };
    const deeper = firstFault(error.children ?? [], here);
    if (deeper) return deeper;
  }
  return null;
}

function refusalOf({ path, error }: Fault): Refusal {
  const value: unknown = error.value;
  const index = Array.isArray(value) ? value.findIndex((item) => item instanceof UnreadableId) : -1;
  const unreadable: unknown = Array.isArray(value) ? value[index] : value;
  if (unreadable instanceof UnreadableId) {
    return new NotFound(spokenName(unreadable.type), index < 0 ? path : [...path, String(index)]);
  }
  const [message] = Object.values(error.constraints ?? {});
  return new ValidationFailed(sentence(message ?? `${error.property} is not valid`), path);
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;

/**
 * Reads and checks inputs by their class: decodes ids, trims nothing, lets no unknown field through. The first fault becomes a
 * refusal (VALIDATION_FAILED, or NOT_FOUND for an id) whose path starts with the argument's name.
 */
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: (errors) => new InvalidInput(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      const fault =
        error instanceof InvalidInput ? firstFault(error.errors, metadata.data ? [metadata.data] : []) : null;
      throw fault ? refusalOf(fault) : error;
    }
  }
}

/**
 * Keeps refusals and what is wrong with an input out of the error log: they are answers, which the schema transform turns into data
 * or into errors of the caller's.
 */
@Catch(Refusal, ApiError)
export class RefusalFilter implements ExceptionFilter<Refusal | ApiError> {
  catch(refusal: Refusal | ApiError): never {
    throw refusal;
  }
}
