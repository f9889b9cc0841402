import { inject } from 'vitest';
import { createHandset, type Handset } from '../../src/handset.ts';

const handset = createHandset(inject('urls').stack);

/** The handset API of the stack that all tests share. */
export const { addPerson, readSms, addBot, expireVerificationCode } = handset;
export const faults: Handset['faults'] = handset.faults;
