package dev.scd2.snowflake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A login as the environment or properties say it. An empty setting counts as none. Immutable. */
final class LoginSettings {
    private final Map<String, String> settings;
    private final Names names;

    LoginSettings(Map<String, String> settings, Names names) {
        this.settings = settings;
        this.names = names;
    }

    /** What a setting is called where it is looked up. */
    @FunctionalInterface
    interface Names {
        /** Returns the whole name. */
        String of(String name);
    }

    SnowflakeLogin login() {
        String url = get("URL");
        if (url == null) {
            throw new IllegalArgumentException(
                    "Where Snowflake is does not stand in " + names.of("URL") + ". Set it to jdbc:snowflake://…/.");
        }
        List<String> ways = new ArrayList<>(List.of("PASSWORD", "PRIVATE_KEY_FILE", "PRIVATE_KEY", "TOKEN"));
        ways.removeIf(way -> get(way) == null);
        if (ways.size() > 1) {
            throw new IllegalArgumentException("More than one way to log in to Snowflake is set: "
                    + String.join(", ", ways.stream().map(names::of).toList()) + ". Leave one of them.");
        }
        SnowflakeLogin login = SnowflakeLogin.at(url);
        login = with(login, "USER", SnowflakeLogin::user);
        login = with(login, "ROLE", SnowflakeLogin::role);
        login = with(login, "WAREHOUSE", SnowflakeLogin::warehouse);
        login = with(login, "DATABASE", SnowflakeLogin::database);
        login = with(login, "SCHEMA", SnowflakeLogin::schema);
        return ways.isEmpty() ? login : by(login, ways.get(0));
    }

    private SnowflakeLogin by(SnowflakeLogin login, String way) {
        String passphrase = get("PRIVATE_KEY_PASSPHRASE");
        return with(login, way, (one, secret) -> switch (way) {
            case "PASSWORD" -> one.password(secret);
            case "TOKEN" -> one.token(secret);
            case "PRIVATE_KEY" -> passphrase == null ? one.key(secret) : one.key(secret, passphrase);
            default -> passphrase == null ? one.keyFile(Path.of(secret)) : one.keyFile(Path.of(secret), passphrase);
        });
    }

    private SnowflakeLogin with(
            SnowflakeLogin login, String name, BiFunction<SnowflakeLogin, String, SnowflakeLogin> setting) {
        String value = get(name);
        return value == null ? login : setting.apply(login, value);
    }

    private @Nullable String get(String name) {
        String value = settings.get(names.of(name));
        return value == null || value.isBlank() ? null : value;
    }
}
