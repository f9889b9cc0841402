import { expect, test } from 'vitest';
import { isSameSite } from '../src/same-site.ts';

test.for([
  ['https://example.uz', 'https://api.example.uz'],
  ['https://www.example.uz', 'https://api.example.uz/api/v1'],
  ['https://a.b.example.uz', 'https://example.uz.'],
  ['https://example.uz', 'https://EXAMPLE.uz:8443'],
  ['https://shop.co.uz', 'https://api.shop.co.uz'],
  ['https://shop.com.uz', 'https://api.shop.com.uz'],
  ['https://shop.org.uz', 'https://api.shop.org.uz'],
  ['https://shop.co.uk', 'https://api.shop.co.uk'],
  ['https://notup.railway.app', 'https://api.railway.app'],
  ['https://web.up.railway.app', 'https://web.up.railway.app/api/v1'],
  ['https://my-co.uz', 'https://api.my-co.uz'],
  ['http://localhost:5173', 'http://localhost:8000'],
  ['http://127.0.0.1:5173', 'http://127.0.0.1:8000'],
  ['http://[::1]:5173', 'http://[::1]:8000'],
] as const)('%s and %s are one site', ([one, other]) => {
  expect(isSameSite(new URL(one), new URL(other))).toBe(true);
  expect(isSameSite(new URL(other), new URL(one))).toBe(true);
});

test.for([
  ['https://web.up.railway.app', 'https://api.up.railway.app'],
  ['https://web.up.railway.app', 'https://up.railway.app'],
  ['https://web.up.railway.app', 'https://example.uz'],
  ['https://one.co.uz', 'https://other.co.uz'],
  ['https://one.com.uz', 'https://other.com.uz'],
  ['https://one.org.uz', 'https://other.org.uz'],
  ['https://one.co.uk', 'https://other.co.uk'],
  ['https://example.uz', 'https://example.com'],
  ['https://example.uz', 'https://badexample.uz'],
  ['http://example.uz', 'https://api.example.uz'],
  ['http://10.0.0.1', 'http://20.0.0.1'],
  ['http://localhost:5173', 'http://127.0.0.1:8000'],
] as const)('%s and %s are two sites', ([one, other]) => {
  expect(isSameSite(new URL(one), new URL(other))).toBe(false);
  expect(isSameSite(new URL(other), new URL(one))).toBe(false);
});
