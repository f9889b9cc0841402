"""Verifies access tokens. Needs PyJWT with cryptography: `pip install "pyjwt[crypto]"`, or Debian's `python3-jwt` and
`python3-cryptography`.
"""

import json
import sys

import jwt


class TokenVerifier:
    """Verifies access tokens of the issuer, PUBLIC_URL of the api. Keep one for the whole process.

    The keys are kept for ten minutes. For a key that is not among them they are fetched anew.
    """

    def __init__(self, issuer: str, audience: str = "raqam"):
        self.issuer = issuer
        self.audience = audience
        self.keys = jwt.PyJWKClient(f"{issuer}/.well-known/jwks.json", lifespan=600)

    def verify(self, token: str):
        """The claims: `sub` is the user's id, `sid` the session's. None: the token is not valid."""
        try:
            if jwt.get_unverified_header(token).get("typ") != "at+jwt":
                return None
            return jwt.decode(
                token,
                self.keys.get_signing_key_from_jwt(token).key,
                algorithms=["ES256"],
                issuer=self.issuer,
                audience=self.audience,
                options={"require": ["iss", "aud", "exp", "sub", "sid", "role"]},
            )
        except jwt.PyJWTError:
            return None


if __name__ == "__main__":
    # python3 verify_token.py https://api.example.uz: reads tokens from its input, one on a line
    verifier = TokenVerifier(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(verifier.verify(line.strip())), flush=True)
