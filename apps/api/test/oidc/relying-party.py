"""A relying party on Authlib, which nobody of this repository wrote. It signs a person in once and prints what it learns.

Arguments: issuer, client id, redirect URI. The secret is in CLIENT_SECRET. It prints the address to open, reads the
address to which the browser was sent back, and prints the claims as JSON.
"""

import json
import os
import sys

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.oidc.core import CodeIDToken

issuer, client_id, redirect_uri = sys.argv[1:]
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # the tests have no TLS

metadata = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=30).json()
client = OAuth2Session(
    client_id,
    os.environ["CLIENT_SECRET"],
    scope="openid phone profile telegram",
    redirect_uri=redirect_uri,
    code_challenge_method="S256",
    token_endpoint=metadata["token_endpoint"],
)
code_verifier = generate_token(48)
nonce = generate_token()
url, state = client.create_authorization_url(
    metadata["authorization_endpoint"], code_verifier=code_verifier, nonce=nonce
)
print(url, flush=True)

token = client.fetch_token(
    metadata["token_endpoint"], authorization_response=sys.stdin.readline().strip(), state=state, code_verifier=code_verifier
)
keys = JsonWebKey.import_key_set(requests.get(metadata["jwks_uri"], timeout=30).json())
claims = jwt.decode(
    token["id_token"],
    keys,
    claims_cls=CodeIDToken,
    claims_options={"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}},
    claims_params={"nonce": nonce, "client_id": client_id, "access_token": token["access_token"]},
)
claims.validate()
user = client.get(metadata["userinfo_endpoint"], timeout=30).json()
renewed = client.refresh_token(metadata["token_endpoint"])
print(json.dumps({"header": claims.header, "claims": claims, "user": user, "is_renewed": renewed["access_token"] != token["access_token"]}))
