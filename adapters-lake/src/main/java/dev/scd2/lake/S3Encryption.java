package dev.scd2.lake;

import org.jspecify.annotations.Nullable;

/**
 * How an S3 store is asked to encrypt what is written; it is said with each write. Reading needs nothing. Immutable.
 *
 * @param algorithm  {@code AES256} or {@code aws:kms}; null where the bucket's own default holds
 * @param keyId  the key of KMS, for {@code aws:kms}; null for the account's own
 */
public record S3Encryption(
        @Nullable String algorithm, @Nullable String keyId) {
    private static final String S3 = "AES256";
    private static final String KMS = "aws:kms";
    private static final S3Encryption BUCKET_DEFAULT = new S3Encryption(null, null);

    public S3Encryption {
        if (algorithm != null && !algorithm.equals(S3) && !algorithm.equals(KMS)) {
            throw new IllegalArgumentException(
                    "An S3 store encrypts with " + S3 + " or " + KMS + ", not with '" + algorithm + "'.");
        }
        if (keyId != null && !KMS.equals(algorithm)) {
            throw new IllegalArgumentException("A key goes with " + KMS + " only.");
        }
    }

    /** Asks for nothing: the bucket's own default holds. */
    public static S3Encryption bucketDefault() {
        return BUCKET_DEFAULT;
    }

    /** Asks for keys that the store keeps itself (SSE-S3). */
    public static S3Encryption s3() {
        return new S3Encryption(S3, null);
    }

    /** Asks for a key of KMS (SSE-KMS), by its id or ARN. */
    public static S3Encryption kms(String keyId) {
        return new S3Encryption(KMS, keyId);
    }
}
