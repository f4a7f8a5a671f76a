package dev.scd2.snowflake;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Snowflake is, who logs in there and how: by password, by key pair, or by an OAuth token. What it is told goes to the
 * driver as the driver's own properties; a secret is in nothing that this class prints.
 *
 * <pre>{@code
 * SnowflakeLogin.at("jdbc:snowflake://acme-prod.snowflakecomputing.com/")
 *         .user("SCD2_LOADER").keyFile(Path.of("rsa_key.p8"), passphrase)
 *         .role("LOADER").warehouse("LOAD_WH").database("MART").schema("PUBLIC");
 * }</pre>
 *
 * <p>Immutable: each method returns another login.
 */
public final class SnowflakeLogin {
    private static final String PREFIX = "jdbc:snowflake://";
    private static final Pattern SECRET_IN_URL = Pattern.compile(
            "(?i).*[?&](password|passcode|token|private_?key\\w*|\\w*secret|proxyPassword)=.*", Pattern.DOTALL);

    private final String url;
    private final Map<String, String> properties;
    private final @Nullable String way;

    private SnowflakeLogin(String url, Map<String, String> properties, @Nullable String way) {
        this.url = url;
        this.properties = Collections.unmodifiableMap(properties);
        this.way = way;
    }

    /**
     * Returns a login that says where, and not yet who.
     *
     * @param url {@code jdbc:snowflake://<account>.snowflakecomputing.com/}, with parameters of the driver if need be
     * @throws IllegalArgumentException if it is no such URL, or has a secret among its parameters: URLs are printed
     */
    public static SnowflakeLogin at(String url) {
        if (!url.startsWith(PREFIX)) {
            throw new IllegalArgumentException("The URL of Snowflake must begin with " + PREFIX + ".");
        }
        if (SECRET_IN_URL.matcher(url).matches()) {
            throw new IllegalArgumentException("The URL of Snowflake has a secret among its parameters, and a URL is"
                    + " printed by many. Say the secret by its own setting.");
        }
        return new SnowflakeLogin(url, Map.of(), null);
    }

    /**
     * Returns the login that the environment says: {@code SCD2_SNOWFLAKE_URL}, {@code …_USER}, {@code …_ROLE}, {@code
     * …_WAREHOUSE}, {@code …_DATABASE}, {@code …_SCHEMA}, and one of {@code …_PASSWORD}, {@code …_PRIVATE_KEY_FILE}, {@code
     * …_PRIVATE_KEY} (the latter two with {@code …_PRIVATE_KEY_PASSPHRASE} if the key is encrypted) and {@code …_TOKEN}.
     *
     * @throws IllegalArgumentException if there is no URL, or more than one way to log in
     */
    public static SnowflakeLogin fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /** Returns the login that an environment says, which need not be that of this process. */
    public static SnowflakeLogin fromEnvironment(Map<String, String> environment) {
        return from(environment, name -> "SCD2_SNOWFLAKE_" + name);
    }

    /** Returns the login that properties say, as {@link #fromEnvironment} does: {@code scd2.snowflake.url}, and so on. */
    public static SnowflakeLogin fromProperties(Properties properties) {
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return from(settings, name -> "scd2.snowflake." + name.toLowerCase(Locale.ROOT));
    }

    static SnowflakeLogin from(Map<String, String> settings, LoginSettings.Names names) {
        return new LoginSettings(settings, names).login();
    }

    /** Returns this login with a user. */
    public SnowflakeLogin user(String name) {
        return property("user", name);
    }

    /** Returns this login with the role of its sessions. */
    public SnowflakeLogin role(String name) {
        return property("role", name);
    }

    /** Returns this login with the warehouse on which its sessions run statements. */
    public SnowflakeLogin warehouse(String name) {
        return property("warehouse", name);
    }

    /** Returns this login with the database of its sessions. */
    public SnowflakeLogin database(String name) {
        return property("db", name);
    }

    /** Returns this login with the schema of its sessions, in which they make their temporary tables. */
    public SnowflakeLogin schema(String name) {
        return property("schema", name);
    }

    /**
     * Returns this login by password.
     *
     * @throws IllegalStateException if it has a way to log in already; so of the others
     */
    public SnowflakeLogin password(String password) {
        return by("password", Map.of("password", password));
    }

    /** Returns this login by the private key in a file (PKCS#8 in PEM) that is not encrypted. */
    public SnowflakeLogin keyFile(Path file) {
        return by("key pair", Map.of("private_key_file", file.toString()));
    }

    /** Returns this login by the private key in a file (PKCS#8 in PEM) that a passphrase opens. */
    public SnowflakeLogin keyFile(Path file, String passphrase) {
        return by("key pair", Map.of("private_key_file", file.toString(), "private_key_pwd", passphrase));
    }

    /** Returns this login by a private key as its file has it, or as the base64 of that, not encrypted. */
    public SnowflakeLogin key(String text) {
        return by("key pair", Map.of("private_key_base64", base64(text)));
    }

    /** Returns this login by a private key as its file has it, or as the base64 of that, which a passphrase opens. */
    public SnowflakeLogin key(String text, String passphrase) {
        return by("key pair", Map.of("private_key_base64", base64(text), "private_key_pwd", passphrase));
    }

    /** Returns this login by an OAuth token. */
    public SnowflakeLogin token(String token) {
        return by("OAuth token", Map.of("authenticator", "oauth", "token", token));
    }

    /** Returns this login with another property of the driver, such as {@code authenticator} or {@code loginTimeout}. */
    public SnowflakeLogin property(String name, String value) {
        Map<String, String> more = new TreeMap<>(properties);
        more.put(name, value);
        return new SnowflakeLogin(url, more, name.equals("authenticator") && way == null ? value : way);
    }

    private SnowflakeLogin by(String another, Map<String, String> secrets) {
        if (way != null) {
            throw new IllegalStateException("Snowflake is to be logged in to by " + way + " already, so not by "
                    + another + ". Say one of them.");
        }
        Map<String, String> more = new TreeMap<>(properties);
        more.putAll(secrets);
        return new SnowflakeLogin(url, more, another);
    }

    private static String base64(String key) {
        return key.stripLeading().startsWith("-----BEGIN")
                ? Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8))
                : key.replaceAll("\\s", "");
    }

    String url() {
        return url;
    }

    /** Returns where it logs in, without the parameters. */
    String place() {
        return url.replaceAll("[?].*", "").substring("jdbc:".length());
    }

    /** Returns how it logs in. */
    String way() {
        return way == null ? "no password, key or token" : way;
    }

    Properties driverProperties() {
        Properties all = new Properties();
        all.putAll(properties);
        return all;
    }

    /** Says where and how, and nothing else. */
    @Override
    public String toString() {
        return place() + " by " + way();
    }
}
