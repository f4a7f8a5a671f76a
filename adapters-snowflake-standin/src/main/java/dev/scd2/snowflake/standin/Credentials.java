package dev.scd2.snowflake.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** By what the one user may log in: a password, keys, OAuth tokens. Thread-safe. */
final class Credentials {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sessions.Account account;
    private final List<PublicKey> keys = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();

    Credentials(Sessions.Account account) {
        this.account = account;
    }

    void accept(PublicKey key) {
        keys.add(key);
    }

    void accept(String token) {
        tokens.add(token);
    }

    /** Refuses a login as Snowflake does, if it is not one of the user's. */
    void require(JsonNode data) {
        boolean user = data.path("ACCOUNT_NAME").asText().equalsIgnoreCase(account.account())
                && data.path("LOGIN_NAME").asText().equalsIgnoreCase(account.user());
        String given = data.path("TOKEN").asText();
        switch (data.path("AUTHENTICATOR").asText().toUpperCase(Locale.ROOT)) {
            case "SNOWFLAKE_JWT" -> {
                if (!user || keys.stream().noneMatch(key -> isSignedBy(key, given))) {
                    throw new SnowflakeError("390144", "08001", "JWT token is invalid.");
                }
            }
            case "OAUTH" -> {
                if (!tokens.contains(given)) {
                    throw new SnowflakeError("390303", "08001", "Invalid OAuth access token.");
                }
            }
            default -> {
                if (!user || !data.path("PASSWORD").asText().equals(account.password())) {
                    throw new SnowflakeError("390100", "08004", "Incorrect username or password was specified.");
                }
            }
        }
    }

    /** Returns whether it is a JWT of this user, signed with the other half of the key, and not too old. */
    private boolean isSignedBy(PublicKey key, String jwt) {
        String[] parts = jwt.split("\\.", -1);
        if (parts.length != 3) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            String name = (account.account() + "." + account.user()).toUpperCase(Locale.ROOT);
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                    && claims.path("sub").asText().equals(name)
                    && claims.path("iss").asText().equals(name + "." + fingerprint(key))
                    && claims.path("exp").asLong() > Instant.now().getEpochSecond();
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String fingerprint(PublicKey key) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return "SHA256:" + Base64.getEncoder().encodeToString(hash);
    }
}
