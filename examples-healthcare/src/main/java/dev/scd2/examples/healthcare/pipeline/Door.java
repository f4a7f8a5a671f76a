package dev.scd2.examples.healthcare.pipeline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks whether somebody listens at the addresses that the environment names, before anything is started: a client of the
 * server would say so too, but later, and without the name of the variable. Never repeats an address that may hold a
 * password. Stateless.
 */
final class Door {
    private static final int PATIENCE_MILLIS = 5_000;

    private Door() {}

    /**
     * Looks at every address that is set.
     *
     * @throws PayerException if one cannot be read, or nobody listens there
     */
    static void requireOpen(PayerConfig config) {
        config.setting(PayerConfig.PG_URL)
                .ifPresent(url ->
                        requireJdbc(url, PayerConfig.PG_URL, "jdbc:postgresql://127.0.0.1:5432/payer?user=payer"));
        config.snowflake()
                .ifPresent(url -> requireJdbc(
                        url,
                        PayerConfig.SNOWFLAKE_URL,
                        "jdbc:snowflake://organization-account.snowflakecomputing.com/?db=PAYER&warehouse=LOADING"));
        config.setting(PayerConfig.KAFKA_BOOTSTRAP).ifPresent(Door::requireBroker);
        config.setting(PayerConfig.S3_ENDPOINT).ifPresent(endpoint -> {
            URI address = Lake.address(endpoint);
            int standard = "https".equals(address.getScheme()) ? 443 : 80;
            requireAny(
                    PayerConfig.S3_ENDPOINT,
                    "the S3 server",
                    List.of(new InetSocketAddress(
                            address.getHost(), address.getPort() < 0 ? standard : address.getPort())));
        });
    }

    /** The client says soon and well where nobody listens; here it is only asked whether it can read the address. */
    private static void requireJdbc(String url, String variable, String example) {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException unreadable) {
            throw new PayerException(variable + " is no address. It should look like " + example + ".", null);
        }
    }

    private static void requireBroker(String bootstrap) {
        List<InetSocketAddress> brokers = new ArrayList<>();
        for (String broker : bootstrap.split(",", -1)) {
            String[] parts = broker.strip().split(":(?=\\d{1,5}$)", -1);
            if (parts.length != 2 || parts[0].isEmpty() || Integer.parseInt(parts[1]) > 65_535) {
                throw new PayerException(
                        PayerConfig.KAFKA_BOOTSTRAP + " is no address. It should look like 127.0.0.1:9092.", null);
            }
            brokers.add(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])));
        }
        requireAny(PayerConfig.KAFKA_BOOTSTRAP, "Kafka", brokers);
    }

    private static void requireAny(String variable, String server, List<InetSocketAddress> addresses) {
        String reason = "";
        for (InetSocketAddress address : addresses) {
            try (Socket socket = new Socket()) {
                socket.connect(address, PATIENCE_MILLIS);
                return;
            } catch (IOException closed) {
                reason = address.isUnresolved() ? "the host is not known" : String.valueOf(closed.getMessage());
            }
        }
        InetSocketAddress last = addresses.get(addresses.size() - 1);
        throw new PayerException(
                "Nobody answers at " + last.getHostString() + ":" + last.getPort() + " (" + variable + "): " + reason
                        + ". Check the address, and that " + server + " runs.",
                null);
    }
}
