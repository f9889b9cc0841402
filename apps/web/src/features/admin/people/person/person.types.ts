import type { RequestBody, ResponseBody } from '@raqam/shared/contract';

/** How an administrator names a person: by user or by number. */
export type Whom = RequestBody<'showPerson'>;
export type Person = ResponseBody<'showPerson'>;
