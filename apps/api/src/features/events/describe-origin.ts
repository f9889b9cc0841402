import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readUserAgent } from '@raqam/shared/user-agent';
import { type CountryResponse, Reader } from 'mmdb-lib';

/** Where a sign-in came from, as people are told. */
export interface DescribedOrigin {
  /** Empty where it is not known. */
  browser: string;
  system: string;
  /** The country of the IP, as its code of two letters (ISO 3166). */
  place?: string;
}

export type DescribeOrigin = (origin: { ip: string; user_agent: string }) => DescribedOrigin;

/** Reads the list of countries by IP that comes with the api (8 MB): no other service learns who signs in. */
export function createDescribeOrigin(): DescribeOrigin {
  const file = fileURLToPath(
    import.meta.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'),
  );
  const countries = new Reader<CountryResponse>(readFileSync(file));
  return ({ ip, user_agent }) => {
    const { country_code: place }: { country_code?: string } = Object(countries.get(ip)); // as the list has them
    return { ...readUserAgent(user_agent), ...(place && { place }) };
  };
}
