import { createPeople } from '../../src/features/events/person.ts';
import { deriveKeys } from '../../src/keys.ts';
import { SECRET_KEY } from './test-api.ts';

/** The pseudonyms of people, as the api of the tests has them. */
export const people = createPeople(deriveKeys([SECRET_KEY]).person);
