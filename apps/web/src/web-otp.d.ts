/** WebOTP (https://wicg.github.io/web-otp/), which TypeScript's DOM does not know. */
interface CredentialRequestOptions {
  otp?: { transport: 'sms'[] };
}
