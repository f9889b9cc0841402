/** Writes the specification of the Bot API and COVERAGE.md, both of which a test compares with what is written. */
import { writeFileSync } from 'node:fs';
import { COVERAGE_FILE, describeCoverage } from './describe-coverage.ts';
import { readTypes } from './read-types.ts';
import { SPECIFICATION_FILE, showSpecification } from './show-specification.ts';

const specification = readTypes();
writeFileSync(SPECIFICATION_FILE, showSpecification(specification));
writeFileSync(COVERAGE_FILE, describeCoverage(specification));
