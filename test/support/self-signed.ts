// A certificate that has signed itself, and its key, which is good for nothing but tests: nobody trusts it.

export const selfSignedKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgaoYtkjXWxKSU/TNI
TI4fITD7/UIM0LY+yJa8enpb/W6hRANCAASs9ihuR1l1o/V/OZbpecqj5JTaA8bk
EY+NWrWyXb2J+CopoLl+IgHlE2eE9Dc66vlCbRfZ0m0zXLBEeuNkUK/d
-----END PRIVATE KEY-----`;

export const selfSignedCertificate = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUGeiFDBx89e+fbS9c/5ijz1a6T1UwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjE0MzE1MFoYDzIxMjYxMTAy
MTQzMTUwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASs9ihuR1l1o/V/OZbpecqj5JTaA8bkEY+NWrWyXb2J+CopoLl+IgHl
E2eE9Dc66vlCbRfZ0m0zXLBEeuNkUK/do28wbTAdBgNVHQ4EFgQUjiYr3UUfqroW
nK1bXRe/HJ/dqW8wHwYDVR0jBBgwFoAUjiYr3UUfqroWnK1bXRe/HJ/dqW8wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgBQ2E71lkRsWl5DhKuyqWVaXp3YaMM7egVNEweJthlYECIG6n
eNA2KQoCivvwqqIQ1fHz+I1KtxnrO+vsyZiEevHY
-----END CERTIFICATE-----`;
