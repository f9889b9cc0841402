import { inject } from 'vitest';
import { createHandset } from '../../src/handset.ts';

/** The phones of the stack that all tests share. */
export const { addPerson, readSms, faults, addBot } = createHandset(inject('urls').stack);
